// Saves the draft of a moderation while it is typed. Without it, “Save draft” does the same.
const AFTER_TYPING = 1500; // milliseconds
const RETRY = 10000;
const NOT_SAVED = "Not saved yet – keep this page open";

const form = document.querySelector("form[data-draft]");
if (form) start(form);

function start(form) {
  const state = document.getElementById("saved");
  // Where saving was refused, the person puts together what to keep, and saves it themselves.
  let stopped = form.dataset.draft === "unsaved";
  let kept = stopped ? "" : written();
  let timer = null;
  let saving = null;
  let leaving = false;
  let typed = false; // since the last save: only what somebody does here keeps them signed in

  function written() {
    const values = new FormData(form);
    values.delete("csrf_token");
    values.delete("version");
    return JSON.stringify([...values]);
  }

  const changed = () => written() !== kept;

  function say(words) {
    if (state.textContent !== words) state.textContent = words;
  }

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  // One save at a time; whoever asks during one waits for it, looks again, and saves the rest.
  async function save() {
    clearTimeout(timer);
    if (saving) {
      await saving;
      return save();
    }
    if (stopped || !changed()) return;
    saving = send().finally(() => { saving = null; });
    await saving;
    if (!stopped && changed()) soon(AFTER_TYPING);
  }

  async function send() {
    const sent = written();
    let reply;
    try {
      const body = new FormData(form);
      reply = await fetch(form.dataset.autosave, { method: "POST", body, headers: headers() });
    } catch {
      return again(NOT_SAVED);
    }
    const isJson = (reply.headers.get("Content-Type") || "").startsWith("application/json");
    if (reply.redirected || reply.status === 400) return await signedOut();
    if (!isJson) return again(NOT_SAVED);
    const answered = await reply.json();
    if (reply.ok) {
      kept = sent;
      form.elements.version.value = answered.version;
      return say(`Saved ${answered.saved}`);
    }
    stopped = reply.status === 409;
    say(answered.message);
  }

  function headers() {
    const told = typed ? "yes" : "no";
    typed = false;
    return { Accept: "application/json", "X-Typed": told };
  }

  function again(words) {
    say(words);
    soon(RETRY);
  }

  // The session ended, or began anew in another tab: a fresh page has the token of the new one.
  async function signedOut() {
    try {
      const page = await fetch(location.href, { headers: { "X-Typed": "no" } });
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh.querySelector("form[data-draft] input[name=csrf_token]");
      if (token) {
        form.elements.csrf_token.value = token.value;
        return again("Saving");
      }
    } catch {
      return again(NOT_SAVED);
    }
    again("Not saved: you are signed out. Sign in again in another tab and keep this page open");
  }

  function countLeft() {
    for (const words of form.querySelectorAll("[data-left-in]")) {
      const section = document.getElementById(words.dataset.leftIn).closest("section");
      const judged = [...section.querySelectorAll(".app-moderated--judgement fieldset")];
      const left = judged.filter((judgement) => !judgement.querySelector("input:checked")).length;
      words.textContent = left ? `${left} to judge` : "judged";
    }
  }

  form.addEventListener("input", () => { typed = true; soon(AFTER_TYPING); });
  form.addEventListener("change", () => { countLeft(); save(); });
  window.addEventListener("online", () => save());

  // The form's own save carries everything; it only has to wait for one that is under way.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      await saving;
      form.requestSubmit(event.submitter);
      return;
    }
    leaving = true;
    stopped = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (saving || changed())) event.preventDefault();
  });
  // A page that the browser kept would show an old version.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
