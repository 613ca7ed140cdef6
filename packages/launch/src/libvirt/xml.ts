/** An element: its name, its attributes, and text or elements in it. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly content: string | readonly XmlElement[];
};

/** An element; elements given as `undefined` are left out. */
export function element(
  name: string,
  attributes: XmlElement["attributes"] = {},
  content: string | readonly (XmlElement | undefined)[] = [],
): XmlElement {
  return {
    name,
    attributes,
    content: typeof content === "string" ? content : content.filter((one) => one !== undefined),
  };
}

/** The XML text of an element, indented by two spaces, with a newline at its end. */
export function renderXml({ name, attributes, content }: XmlElement, indent = ""): string {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}='${escapeXml(String(value))}'`)];
  if (content.length === 0) return `${indent}<${open.join(" ")}/>\n`;
  if (typeof content === "string") return `${indent}<${open.join(" ")}>${escapeXml(content)}</${name}>\n`;
  const inner = content.map((one) => renderXml(one, `${indent}  `)).join("");
  return `${indent}<${open.join(" ")}>\n${inner}${indent}</${name}>\n`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&apos;",
  '"': "&quot;",
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>'"]/g, (character) => entities[character] ?? character);
}
