/** The browser for the browser tests: CHROMIUM_PATH, else one found on this machine, else undefined. */
export function findChromium(): string | undefined;
export function bringChromium(): void;
export const NO_BROWSER: string;
