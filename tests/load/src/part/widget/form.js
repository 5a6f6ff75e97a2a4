// What a donor does with a checkout, and everything that can be seen and heard of it after.
const root = document.querySelector("obole-checkout").shadowRoot;
const one = (css) => root.querySelector(css);
const all = (css) => [...root.querySelectorAll(css)];

const DEEDS = {
  none: () => {},
  type: (text) => {
    const field = one("#amount");
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  },
  click: (css, index = 0) => all(css)[index].click(),
  currency: (code) => {
    one("select").value = code;
    one("select").dispatchEvent(new Event("change", { bubbles: true }));
  },
};

// Which space and which apostrophe group digits is left to the browser's tables in one of both.
const plain = (text) => text.replace(/\s+/g, " ").replaceAll("’", "'").trim();
const text = (element) => plain(element.innerText);
const field = (element) => ({
  name: element.name,
  value: element.name === "preset" ? null : plain(element.value),
  checked: element.checked ?? null,
  disabled: element.disabled,
  required: element.required,
  invalid: element.getAttribute("aria-invalid"),
  label: [...(element.labels ?? [])].map(text),
  described: (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter(Boolean)
    .map((id) => text(one(`#${id}`))),
});
const look = () => ({
  seen: text(root.firstElementChild),
  size: Math.round(root.host.getBoundingClientRect().height),
  language: [one(".obole").lang, one(".obole").dir],
  announced: ["alert", "status"].map((role) => all(`[role=${role}]`).map(text)),
  fields: all("input:not([type=hidden]), select").map(field),
  groups: all("fieldset").map((group) => text(group.querySelector("legend"))),
  buttons: all("button").map((button) => [
    button.className,
    text(button),
    button.ariaBusy,
    button.ariaDisabled,
  ]),
  focus: root.activeElement ? [root.activeElement.className, root.activeElement.id] : null,
});

const [deed, ...rest] = arguments;
DEEDS[deed](...rest);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Until nothing is under way: what is told of it is drawn in a task of its own. */
const settled = async () => {
  do await sleep(150);
  while (one(".pay[aria-busy]"));
};
return settled().then(look);
