// Offers the teams of the chosen service area only.
const area = document.getElementById("area");
const team = document.getElementById("team");

if (area && team) {
  const groups = [...team.querySelectorAll("optgroup")];
  const narrow = () => {
    for (const group of groups) {
      const offered = area.value === "0" || group.dataset.area === area.value;
      // A hidden option can still be chosen in some browsers, so the others leave the list.
      if (offered) team.append(group);
      else group.remove();
    }
  };
  area.addEventListener("change", () => {
    narrow();
    if (area.value !== "0" && team.selectedOptions.length === 0) team.value = "0";
  });
  narrow();
}
