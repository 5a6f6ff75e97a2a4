// Attributes that mean nothing here, with the name that was probably meant.

/** How many letters have to change, come or go (Levenshtein). */
export const distance = (a, b) => {
  let row = [...b, ''].map((_, index) => index);
  [...a].forEach((letter, index) => {
    const next = [index + 1];
    [...b].forEach((other, place) => {
      next.push(Math.min(row[place] + (letter !== other), row[place + 1] + 1, next[place] + 1));
    });
    row = next;
  });
  return row[b.length];
};

export const inspect = (element, ours, known) => {
  for (const { name } of element.attributes) {
    if (known.test(name)) continue;
    const [nearest] = [...ours].sort((a, b) => distance(name, a) - distance(name, b));
    const hint = distance(name, nearest) < 4 ? ` Did you mean «${nearest}»?` : '';
    console.warn(`Obole: there is no attribute «${name}».${hint} Known: ${ours.join(', ')}.`);
  }
};
