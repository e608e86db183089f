/** What the page hears as errors of its own during each test of the suite that asks, first lines of the stack; none of them fails the test. */
export function heardErrors(): string[] {
  const heard: string[] = [];
  const hear = (event: ErrorEvent): void => {
    const { stack } = (event.error ?? {}) as { readonly stack?: string };
    heard.push((stack ?? event.message).split('\n').slice(0, 3).join(' '));
    event.preventDefault();
  };
  let handler: OnErrorEventHandler = null;
  before(() => {
    handler = window.onerror;
    window.onerror = null;
    addEventListener('error', hear);
  });
  after(() => {
    window.onerror = handler;
    removeEventListener('error', hear);
  });
  beforeEach(() => heard.splice(0));
  return heard;
}
