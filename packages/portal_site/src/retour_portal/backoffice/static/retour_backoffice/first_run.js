// Beside each colour written as #rrggbb, a picker that shows it.
for (const field of document.querySelectorAll("input[data-colour]")) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.className = "retour-swatch";
  const label = document.querySelector(`label[for="${field.id}"]`);
  picker.setAttribute("aria-label", label ? label.textContent : field.name);
  const show = () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) picker.value = field.value;
  };
  show();
  field.addEventListener("input", show);
  picker.addEventListener("input", () => {
    field.value = picker.value;
  });
  field.after(picker);
}
