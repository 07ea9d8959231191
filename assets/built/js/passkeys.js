// Buttons that use a passkey. Without this file, or in a browser without passkeys, they stay hidden or say so, and the password does.
// A form with data-passkey="get" or "create" carries in data-options what the server asks; the browser's answer goes into its field
// "credential" and the form is sent as any other.
const wanted = { get: 'parseRequestOptionsFromJSON', create: 'parseCreationOptionsFromJSON' };

export function startPasskeys() {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const kind = form.dataset.passkey === 'create' ? 'create' : 'get';
    const says = form.querySelector('[data-passkey-says]');
    const say = (text) => {
      if (says !== null) says.textContent = text;
    };
    if (typeof globalThis.PublicKeyCredential?.[wanted[kind]] !== 'function') {
      say('This browser has no passkeys. Use another, or the password.');
      continue;
    }
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      const field = form.elements.namedItem('credential');
      if (field.value !== '') return;
      event.preventDefault();
      const asked = JSON.parse(form.dataset.options);
      say('Your browser asks you now.');
      const publicKey = globalThis.PublicKeyCredential[wanted[kind]](asked);
      navigator.credentials[kind]({ publicKey }).then(
        (credential) => {
          field.value = JSON.stringify(credential);
          say('');
          form.submit();
        },
        (error) => {
          say(
            error.name === 'InvalidStateError'
              ? 'This device has a passkey of yours already.'
              : 'No passkey was used. Try again when you are ready.',
          );
        },
      );
    });
  }
}
