import { define as defineBanner } from '@yingji/components/warning-banner';
import { define as defineMap } from '@yingji/components/alert-map';

defineBanner();
defineMap();

const getToken = async () => (await fetch('/token', { method: 'POST' })).text();

export default function Situation({ onChosen }) {
  return (
    <yj-provider gateway="/city" getToken={getToken}>
      <yj-warning-banner />
      <yj-alert-map className="situation" onyj-item-selected={({ id }) => onChosen(id ?? '')} />
    </yj-provider>
  );
}
