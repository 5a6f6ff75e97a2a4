// How well two colours can be told apart, as WCAG counts it.

/** Which pairs of properties matter, what they are for people, and what is wanted at least. */
const PAIRS = [
  ['--obole-text', '--obole-surface', 'Text on the surface', 4.5],
  ['--obole-text', '--obole-field', 'Text in a field', 4.5],
  ['--obole-muted', '--obole-surface', 'Hints on the surface', 4.5],
  ['--obole-on-accent', '--obole-accent', 'Text on the accent', 4.5],
  ['--obole-danger', '--obole-surface', 'Problems on the surface', 4.5],
  ['--obole-accent', '--obole-surface', 'Accent on the surface', 3],
  ['--obole-line', '--obole-surface', 'Borders on the surface', 3],
];

/** Sentences on the pairs that are too close, for colours as `#rrggbb` by property. */
export function weaknesses(colors, scheme) {
  return PAIRS.flatMap(([front, back, what, wanted]) => {
    const ratio = contrast(colors.get(front), colors.get(back));
    if (!(ratio < wanted)) return [];
    // Cut, not rounded: 4.49 is not 4.5.
    const shown = Math.floor(ratio * 100) / 100;
    return [`${what}, ${scheme}: ${shown} : 1, where ${wanted} : 1 is wanted.`];
  });
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex = '') {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
