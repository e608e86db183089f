/** A warning of our own making, by the norm: CAP 1.2, one area of four corners. */
export function capAlert(
  identifier: string,
  options: { readonly headline?: string; readonly status?: 'Actual' | 'Exercise' } = {},
): string {
  const { headline = '演示市气象台发布暴雨橙色预警', status = 'Actual' } = options;
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${identifier}</identifier>
  <sender>demo@weather.example.cn</sender>
  <sent>2026-06-12T16:00:00+08:00</sent>
  <status>${status}</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>zh-CN</language>
    <category>Met</category>
    <event>暴雨</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <headline>${headline}</headline>
    <area>
      <areaDesc>演示区</areaDesc>
      <polygon>22.80,108.30 22.80,108.40 22.90,108.40 22.90,108.30 22.80,108.30</polygon>
    </area>
  </info>
</alert>
`;
}
