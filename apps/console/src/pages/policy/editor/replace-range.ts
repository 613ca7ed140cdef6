/** Puts a text in the place of another, as if it were typed: it can be undone, and the page hears of it. */
export function replaceRange(area: HTMLTextAreaElement, from: number, to: number, text: string): void {
  area.focus();
  area.setSelectionRange(from, to);
  // The only way that browsers put into the list of what can be undone; all of them keep it for that.
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
