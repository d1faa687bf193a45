// Suggests a code from the name while the code was not written by hand. Without scripts the server does.
function suggested(name) {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+/, "")
    .slice(0, 60)
    .replace(/-+$/, "");
}

for (const code of document.querySelectorAll("[data-code-from]")) {
  const name = document.getElementById(code.dataset.codeFrom);
  let ours = code.value === "" || code.value === suggested(name.value);
  code.addEventListener("input", () => {
    ours = code.value === "";
  });
  name.addEventListener("input", () => {
    if (ours) code.value = suggested(name.value);
  });
}
