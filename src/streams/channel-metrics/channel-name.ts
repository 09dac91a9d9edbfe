const NAMES: Readonly<Record<string, string>> = {
  instagram: 'Instagram',
  facebook: 'Facebook',
  tiktok: 'TikTok',
  telegram: 'Telegram',
  x: 'X',
  twitter: 'X',
  'platform x': 'X',
};

/** A channel under its present name, whatever the case; an unknown one stays as it was sent. */
export function channelName(value: string | null): string | null {
  const trimmed = value?.trim() ?? '';
  if (trimmed === '') return null;
  return NAMES[trimmed.toLowerCase()] ?? trimmed;
}
