/* global $ */
$(() => {
  const made = () => {
    const provider = $('<yj-provider>').attr('gateway', '/city').append('<yj-warning-banner>', '<yj-alert-map>');
    // Not by .prop(), which would ask the function for what to set.
    provider[0].getToken = () => $.post('/token');
    return provider;
  };
  const place = $('[data-situation]').append(made());
  place.on('yj-item-selected', ({ originalEvent }) => $('output').text(originalEvent.id ?? ''));
  $('[data-toggle-situation]').on('click', ({ currentTarget }) => {
    const open = place.children().length > 0;
    if (open) place.empty();
    else place.append(made());
    $(currentTarget).text(open ? '展开' : '收起');
  });
});
