import { define } from '@yingji/components';

// The provider of this copy has no token of its own: the page gives it one as to any other.
for (const provider of document.querySelectorAll('next-provider'))
  provider.getToken = async () => (await fetch('/token', { method: 'POST' })).text();
define({ prefix: 'next' });
