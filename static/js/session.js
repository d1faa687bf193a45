// Warns two minutes before the session ends. Once it has ended, nothing of a case stays on the screen; what
// somebody typed waits, covered, for them to sign in again.
const WARNING = 120; // seconds
const AGAIN = 15;
const TO_THE_MINUTE = 60; // how exactly the server knows when somebody was last active
const MEMORY = "session-ends";

const dialog = document.getElementById("session-warning");
if (dialog) start(dialog);

function start(dialog) {
  const title = document.getElementById("session-warning-title");
  const text = document.getElementById("session-warning-text");
  const button = document.getElementById("session-warning-stay");
  const signIn = document.getElementById("session-warning-sign-in");
  let timer = null;
  let due = 0;
  let token = "";
  let press = null; // what the button does; nothing while the dialog is closed
  let leftOpen = false; // told that the end cannot be put off, they went on

  function later(seconds) {
    clearTimeout(timer);
    due = Date.now() + seconds * 1000;
    timer = setTimeout(look, seconds * 1000);
  }

  async function look() {
    try {
      const reply = await fetch(dialog.dataset.timeLeft, { headers: { Accept: "application/json" } });
      return show(await reply.json());
    } catch {
      return later(AGAIN); // the server is out of reach, so nothing is known
    }
  }

  function show(left) {
    // Somebody else who signed in meanwhile is not shown what was here.
    if (left.seconds <= 0 || String(left.person) !== dialog.dataset.person) return ended();
    if (press === look) comeBack(left.token);
    token = left.token;
    remember(left.at_most);
    if (left.seconds > WARNING) {
      close();
      return later(left.seconds - WARNING);
    }
    warn(left);
    return later(Math.min(AGAIN, left.seconds + 1));
  }

  function warn(left) {
    const soon = left.seconds < 60 ? "less than a minute" : left.seconds < 120 ? "1 minute" : "2 minutes";
    if (left.can_be_renewed) {
      say("You will soon be signed out", `You have done nothing here for a while. You are signed out in ${soon}.`);
      open("Stay signed in", stay);
    } else if (!leftOpen) {
      say("You will soon be signed out", `You signed in long ago, so you are signed out in ${soon}. Save what you typed, then sign in again.`);
      open("Go on", () => { leftOpen = true; close(); });
    }
  }

  async function stay() {
    const body = new FormData();
    body.set("csrf_token", token);
    try {
      const reply = await fetch(dialog.dataset.stay, { method: "POST", body, headers: { Accept: "application/json" } });
      if (reply.ok && !reply.redirected) return show(await reply.json());
      if (reply.status < 500) return await look();
    } catch {
      // said below
    }
    say(title.textContent, "The service did not answer. Try again.");
    return later(AGAIN);
  }

  function ended() {
    if (!isAnythingTyped()) {
      return location.replace(`${dialog.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
    dialog.classList.add("app-warning--ended");
    say("You are signed out", "What you typed is kept under this message. Sign in again in another tab, come back to this one, and go on.");
    signIn.hidden = false;
    open("Go on", look);
    return clearTimeout(timer);
  }

  // The same person is signed in again: the forms on this page are theirs to send.
  function comeBack(token) {
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
    dialog.classList.remove("app-warning--ended");
    signIn.hidden = true;
    leftOpen = false;
    close();
  }

  // A page that was sent and came back holds what was typed too.
  function isAnythingTyped() {
    if (document.querySelector(".govuk-error-summary")) return true;
    const forms = [...document.forms].filter((form) => form.method === "post");
    return forms.some((form) => [...form.elements].some(differs));
  }

  function differs(field) {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return [...field.options].some((option) => option.selected && !option.defaultSelected) && field.selectedIndex > 0;
    return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  }

  function say(heading, words) {
    if (title.textContent !== heading) title.textContent = heading;
    if (text.textContent !== words) text.textContent = words;
  }

  function open(label, does) {
    button.textContent = label;
    press = does;
    if (!dialog.open) dialog.showModal();
  }

  function close() {
    press = null;
    if (dialog.open) dialog.close(); // the browser puts the focus back where it was
  }

  // So that the next page of this tab knows when to look, without asking.
  function remember(atMost) {
    try {
      sessionStorage.setItem(MEMORY, JSON.stringify([dialog.dataset.session, Date.now() + atMost * 1000]));
    } catch {
      // where a browser keeps nothing, each page asks
    }
  }

  function remembered() {
    try {
      const [session, end] = JSON.parse(sessionStorage.getItem(MEMORY)) || [];
      return session === dialog.dataset.session ? (end - Date.now()) / 1000 : null;
    } catch {
      return null;
    }
  }

  button.addEventListener("click", () => press());
  // Whoever presses Escape is there.
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); press(); });
  // A computer that slept, or a tab that lay behind others, may have missed its time.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && (press === look || Date.now() >= due)) look();
  });

  const atMost = remembered();
  const untilIdle = Number(dialog.dataset.idle) - WARNING - TO_THE_MINUTE;
  later(atMost === null ? 1 : Math.max(1, Math.min(untilIdle, atMost - WARNING)));
}
