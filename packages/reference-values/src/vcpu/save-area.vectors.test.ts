import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { buildSaveArea, firstVcpuAddress } from "./save-area.ts";
import { vcpuSignature } from "./types.ts";

describe.runIf(haveVectors)(
  "save areas that sevctl dumped from a SEV-ES guest, of a host older than Linux 6.10",
  () => {
    const signature = vcpuSignature("EPYC-Milan") ?? 0;

    test.each([
      ["vmsa0.bin", firstVcpuAddress],
      ["vmsa1.bin", 0x0080_b004],
    ])("%s", (file, address) => {
      const dumped = readVector(`sev-legacy/virtee-sevctl/sevctl_${file}`);
      const built = (fpu: boolean) => buildSaveArea("QEMU", { address, signature, features: 0n, fpu });
      expect(toHex(built(false))).toBe(toHex(dumped));
      expect(toHex(built(true))).not.toBe(toHex(dumped));
    });
  },
);
