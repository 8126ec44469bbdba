// Passkeys. A form with data-passkey asks the device, puts its answer in its own fields, and is sent like any
// other: "make" makes a passkey, "use" signs in with one. Where a box asks for it with autocomplete="… webauthn",
// the browser offers passkeys there too. All words come from the page.

const FRESH_MS = 10 * 60 * 1000; // well within the life of a challenge

let asking;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    press(form);
  });
  if (form.dataset.passkey === "use") {
    offer(form);
    setInterval(() => isBusy(form) || offer(form), FRESH_MS);
  }
}

async function press(form) {
  if (isBusy(form)) return;
  const reason = obstacle(form);
  say(form, reason);
  if (reason) return;
  const button = form.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  try {
    await ask(form);
  } catch (error) {
    say(form, sentence(form, error));
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

function isBusy(form) {
  return form.querySelector("button").getAttribute("aria-disabled") === "true";
}

// The browser waits with us until a passkey is chosen in the box, or the button is pressed.
async function offer(form) {
  if (!document.querySelector("[autocomplete~=webauthn]") || obstacle(form)) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  try {
    await ask(form, "conditional");
  } catch (error) {
    // Nobody asked for anything: the button will tell what is wrong.
  }
}

async function ask(form, mediation) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { options, proof } = await asked(form, signal);
  const publicKey = read(JSON.parse(options));
  const credential = form.dataset.passkey === "make"
    ? await navigator.credentials.create({ publicKey, signal })
    : await navigator.credentials.get({ publicKey, signal, ...(mediation && { mediation }) });
  form.elements.answer.value = JSON.stringify(written(credential));
  form.elements.proof.value = proof;
  form.submit();
}

// What is asked of the device stands in the page, or at an address where it is always fresh.
async function asked({ dataset }, signal) {
  if (dataset.asked) return JSON.parse(dataset.asked);
  const answer = await fetch(dataset.ask, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function obstacle({ dataset }) {
  if (location.origin !== dataset.origin) return dataset.elsewhere;
  return window.PublicKeyCredential ? "" : dataset.unable;
}

function sentence({ dataset }, { name }) {
  const reasons = {
    NotAllowedError: dataset.cancelled,
    AbortError: dataset.cancelled,
    InvalidStateError: dataset.known,
    SecurityError: dataset.elsewhere,
    NotSupportedError: dataset.unable,
  };
  return reasons[name] ?? dataset.failed;
}

function say(form, words) {
  form.querySelector("[role=status]").textContent = words;
}

function read(options) {
  const id = (one) => ({ ...one, id: bytes(one.id) });
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: id(options.user) }),
    ...(options.excludeCredentials && { excludeCredentials: options.excludeCredentials.map(id) }),
    ...(options.allowCredentials && { allowCredentials: options.allowCredentials.map(id) }),
  };
}

function written({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((name) => response[name]).map((name) => [name, base64url(response[name])]);
  const transports = response.getTransports?.() ?? [];
  return { id, rawId: base64url(rawId), type, response: { ...Object.fromEntries(given), transports } };
}

function bytes(words) {
  return Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function base64url(buffer) {
  const words = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return words.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
