import { z } from "zod";

// zod would build its readers with `new Function`, which the page's security policy forbids. Imported before every schema.
z.config({ jitless: true });
