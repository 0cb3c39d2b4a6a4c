/** Sends a form whose text/plain body is JSON. */
globalThis.attack = (url) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.enctype = 'text/plain';
  form.action = url;
  const field = document.createElement('input');
  field.name = '{"text":"evil","x":"';
  field.value = '"}';
  form.append(field);
  document.body.append(form);
  form.submit();
};
