/** Bytes in, typed values out: the bottom of the house. Every parser here and above consumes all of its input. */
export { parseAll } from "./bytes/parse-all.ts";
export { ByteReader } from "./bytes/reader.ts";
export { ByteWriter, concatBytes } from "./bytes/writer.ts";
export { equalBytes, isAllZero } from "./bytes/compare.ts";
export { lengthPrefixed } from "./bytes/length-prefixed.ts";
export { fromHex, isHex, toHex } from "./text/hex.ts";
export { fromBase64, fromBase64Url, toBase64, toBase64Url } from "./text/base64.ts";
export { encodePem, parsePem, parsePemBytes, type PemBlock } from "./text/pem.ts";
export { fromUtf8, toUtf8 } from "./text/utf8.ts";
export { MalformedError, malformedMessage, type Malformed, type MalformedCode, type Parsed } from "./malformed.ts";
export { encodingCatalogue } from "./locales/index.ts";
