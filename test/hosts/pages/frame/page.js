{
  const place = document.getElementById('place');
  const button = document.getElementById('toggle');
  const show = () => {
    const frame = document.createElement('iframe');
    frame.title = '应急态势';
    frame.sandbox = 'allow-scripts allow-same-origin';
    frame.src = location.origin.replace('127.0.0.1', 'localhost') + '/plain/';
    place.replaceChildren(frame);
  };
  show();
  button.addEventListener('click', () => {
    const open = place.firstChild !== null;
    if (open) place.replaceChildren();
    else show();
    button.textContent = open ? '展开' : '收起';
  });
}
