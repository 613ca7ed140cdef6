/** What the demo was asked for. */
export type Words = {
  readonly software: boolean;
  readonly json: boolean;
  readonly language: string | undefined;
  /** The first word that means nothing. */
  readonly unknown: string | undefined;
};

export function readWords(words: readonly string[]): Words {
  const languageAt = words.indexOf("--lang");
  const language = languageAt >= 0 ? (words[languageAt + 1] ?? "") : undefined;
  const unknown = words.find(
    (word, index) => !["--software", "--json", "--lang"].includes(word) && (languageAt < 0 || index !== languageAt + 1),
  );
  const strange = language === undefined || ["en", "ja"].includes(language) ? unknown : `--lang ${language}`;
  return { software: words.includes("--software"), json: words.includes("--json"), language, unknown: strange };
}
