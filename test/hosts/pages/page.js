// What a portal without a framework does: says who is asking, shows what was chosen, takes its part away and puts it back.
{
  const place = document.getElementById('place');
  const provider = place.querySelector('yj-provider');
  provider.getToken = async () => (await fetch('/token', { method: 'POST' })).text();
  provider.addEventListener('yj-item-selected', ({ id }) => {
    document.querySelector('output').textContent = id ?? '';
  });
  const button = document.getElementById('toggle');
  button.addEventListener('click', () => {
    if (provider.isConnected) provider.remove();
    else place.append(provider);
    button.textContent = provider.isConnected ? '收起' : '展开';
  });
}
