/** What its source calls the thing of an id; what was minted badly stands as it is written. */
export function nativeOf(id: string): string {
  const text = id.split('/')[2] ?? id;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
