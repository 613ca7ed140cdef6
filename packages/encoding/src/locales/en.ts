export const en = {
  "malformed.truncated": "{what} ends too early: {field} at offset {offset} needs {expected}; what is left: {actual}.",
  "malformed.trailing": "{what} goes on after its end: {field}, offset {offset}: expected {expected}, found {actual}.",
  "malformed.value":
    "{what} holds an impossible value: {field} at offset {offset}: expected {expected}, found {actual}.",
  "malformed.reserved":
    "{what} sets bytes that must be zero: {field} at offset {offset} holds {actual}, expected {expected}.",
  "malformed.version":
    "{what} has a version that Sekisho does not know: {field} at offset {offset}: expected {expected}, found {actual}.",
  "malformed.encoding":
    "{what} is not encoded as it should be: {field} at offset {offset}: expected {expected}, found {actual}.",
  "malformed.limit": "{what} exceeds a limit: {field} at offset {offset}: expected {expected}, found {actual}.",
} as const;
