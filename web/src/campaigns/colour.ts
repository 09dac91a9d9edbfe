/** The colours a campaign can have, as the API keeps them: Okabe and Ito's without black and yellow. */
export const COLOURS: readonly string[] = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9'];

const NAMES = ['blue', 'orange', 'green', 'vermilion', 'purple', 'sky blue'] as const;

/** The colour as CSS. Those of the palette follow the theme, so that they stay visible on light and on dark. */
export function colourOf({ colour }: { readonly colour: string }): string {
  const place = COLOURS.indexOf(colour.toLowerCase());
  return place === -1 ? colour : `var(--category-${place})`;
}

/** A word for the colour, for who does not see it. */
export function colourWords(colour: string): string {
  return NAMES[COLOURS.indexOf(colour.toLowerCase())] ?? colour;
}
