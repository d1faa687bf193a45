// Saves an audit form while it is filled in. Without it, the form's own buttons do the same.
const AFTER_TYPING = 1000; // milliseconds
const RETRY = [2000, 5000, 10000, 30000];
const NOT_SAVED = "Not saved yet – keep this page open";

const form = document.querySelector("form[data-autosave]");
if (form) start(form);

function start(form) {
  const state = document.getElementById("saved");
  const saved = new Map(questions().map((code) => [code, answer(code)]));
  let timer = null;
  let saving = null;
  let failures = 0;
  let stopped = false;
  let leaving = false;
  let typed = false; // since the last save: only what somebody does here keeps them signed in

  function questions() {
    return [...form.querySelectorAll("[data-question]")].map((element) => element.dataset.question);
  }

  function answer(code) {
    const chosen = form.querySelector(`input[name="${CSS.escape(`value-${code}`)}"]:checked`);
    const text = form.querySelector(`textarea[name="${CSS.escape(`text-${code}`)}"]`);
    return JSON.stringify([chosen ? chosen.value : "", text.value]);
  }

  const changed = () => [...saved.keys()].filter((code) => answer(code) !== saved.get(code));

  function say(words) {
    state.classList.toggle("app-save-bar__state--wrong", words !== "" && !words.startsWith("Saved") && words !== "Saving");
    if (state.textContent !== words) state.textContent = words;
  }

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  // One save at a time; whoever asks during one waits for it and saves the rest.
  async function save() {
    clearTimeout(timer);
    if (saving) {
      await saving;
      return save();
    }
    const codes = changed();
    if (stopped || codes.length === 0) return undefined;
    saving = send(codes).finally(() => { saving = null; });
    await saving;
    if (!stopped && failures === 0 && changed().length) soon(AFTER_TYPING);
  }

  async function send(codes) {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("version", form.elements.version.value);
    const sent = new Map(codes.map((code) => [code, answer(code)]));
    for (const [code, written] of sent) {
      const [value, text] = JSON.parse(written);
      body.set(`value-${code}`, value);
      body.set(`text-${code}`, text);
    }
    let reply;
    try {
      reply = await fetch(form.dataset.autosave, { method: "POST", body, headers: headers() });
    } catch {
      return again(NOT_SAVED);
    }
    const isJson = (reply.headers.get("Content-Type") || "").startsWith("application/json");
    if (reply.ok && isJson) return await done(await reply.json(), sent);
    if (reply.status === 409 && isJson) return stop((await reply.json()).message);
    if (reply.status === 422 && isJson) return refuse((await reply.json()).problems);
    if (reply.redirected || reply.status === 400) return await signedOut();
    if (reply.status === 403 || reply.status === 404) return stop("This audit is no longer yours to fill in.", false);
    if (reply.status === 413) return refuse({});
    return again(NOT_SAVED);
  }

  function headers() {
    const told = typed ? "yes" : "no";
    typed = false;
    return { Accept: "application/json", "X-Typed": told };
  }

  async function done(answered, sent) {
    failures = 0;
    form.elements.version.value = answered.version;
    for (const [code, written] of sent) {
      saved.set(code, written);
      showProblem(`text-${code}`, "");
      showProblem(`value-${code}`, "");
    }
    say(`Saved ${answered.saved}`);
  }

  function again(words) {
    say(words);
    soon(RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  }

  // The session ended, or began anew in another tab: a fresh page has the token of the new one.
  async function signedOut() {
    try {
      const page = await fetch(location.href, { headers: { Accept: "text/html", "X-Typed": "no" } });
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh.querySelector("form[data-autosave] input[name=csrf_token]");
      if (token && token.value !== form.elements.csrf_token.value) {
        form.elements.csrf_token.value = token.value;
        failures = 0;
        return again("Saving");
      }
      if (token) return again(NOT_SAVED);
    } catch {
      return again(NOT_SAVED);
    }
    return again("Not saved: you are signed out. Sign in again in another tab and keep this page open");
  }

  function refuse(problems) {
    for (const [id, sentence] of Object.entries(problems)) showProblem(id, sentence);
    failures = 0;
    say("Not saved: put right what is marked above");
  }

  function showProblem(id, sentence) {
    const field = document.getElementById(id);
    if (!field) return;
    const group = field.closest(".govuk-form-group");
    const errorId = `${id}-error`;
    document.getElementById(errorId)?.remove();
    group.classList.toggle("govuk-form-group--error", sentence !== "");
    const describes = field.type === "radio" ? field.closest("fieldset") : field;
    const others = (describes.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== errorId);
    if (sentence) {
      const message = document.createElement("p");
      message.className = "govuk-error-message";
      message.id = errorId;
      const hidden = document.createElement("span");
      hidden.className = "govuk-visually-hidden";
      hidden.textContent = "Error:";
      message.append(hidden, ` ${sentence}`);
      (field.type === "radio" ? group.firstElementChild : field).before(message);
      others.push(errorId);
    }
    if (others.length) describes.setAttribute("aria-describedby", others.join(" "));
    else describes.removeAttribute("aria-describedby");
  }

  // Saved elsewhere meanwhile: the form's own save shows both texts, to choose from.
  function stop(message, compare = true) {
    stopped = true;
    say(message);
    if (!compare) return;
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "app-link-button";
    button.textContent = "Compare the two and choose";
    state.append(" ", button);
  }

  function clearButtons() {
    for (const choice of form.querySelectorAll(".app-question__choice")) {
      const none = choice.querySelector(".app-question__none input");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "app-link-button app-question__clear";
      button.textContent = "Clear choice";
      const legend = choice.closest("fieldset").querySelector("legend").textContent;
      const hidden = document.createElement("span");
      hidden.className = "govuk-visually-hidden";
      hidden.textContent = `: ${legend}`;
      button.append(hidden);
      const show = () => {
        const chosen = choice.querySelector("input:checked");
        button.hidden = !chosen || chosen === none;
      };
      button.addEventListener("click", () => {
        none.checked = true;
        typed = true;
        choice.querySelector("input").focus();
        show();
        save();
      });
      choice.append(button);
      choice.addEventListener("change", show);
      show();
    }
  }

  form.addEventListener("input", (event) => {
    typed = true;
    if (event.target.matches("textarea")) soon(AFTER_TYPING);
  });
  form.addEventListener("change", () => save());
  form.addEventListener("focusout", () => save());
  window.addEventListener("online", () => save());

  // A link inside the page waits for the save, so that the next page opens on what was saved.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.target || link.getAttribute("href").startsWith("#") || (!saving && changed().length === 0)) return;
    event.preventDefault();
    await save();
    location.assign(link.href);
  });

  // The form's own save carries everything; it only has to wait for a save that is under way.
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

  // What was not touched here is not sent, so that it cannot meet a newer answer.
  form.addEventListener("formdata", (event) => {
    const touched = new Set(changed());
    for (const code of saved.keys()) {
      if (touched.has(code)) continue;
      event.formData.delete(`value-${code}`);
      event.formData.delete(`text-${code}`);
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (saving || changed().length)) event.preventDefault();
  });
  // A page that the browser kept would show an old version.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  clearButtons();
}
