import type { JsonFields } from "./json/fields.ts";
import type {
  EnclaveIdentity,
  PlatformTcb,
  TcbInfo,
  TcbLevel,
  TdxModuleIdentity,
  TdxModuleSigner,
  Validity,
} from "./collateral.ts";
import { toHex } from "@sekisho/encoding";
import type { TcbStatus } from "./tcb-status.ts";

const levelLimit = 128;
/** The highest of Intel's documents is 255; those of its test data are larger, and no platform reaches them. */
const highestSvn = 0xffff;
const highestNumber = 0xffff_ffff;

/** TDRelaunchAdvised is worked out, never written down. */
const documentStatuses = [
  "UpToDate",
  "SWHardeningNeeded",
  "ConfigurationNeeded",
  "ConfigurationAndSWHardeningNeeded",
  "OutOfDate",
  "OutOfDateConfigurationNeeded",
  "Revoked",
] as const satisfies readonly TcbStatus[];

/** Reads the inner object of TCB info (Intel PCS API v3 and v4, "Get TCB Info"). @throws MalformedError */
export function readTcbInfo(fields: JsonFields): TcbInfo {
  const version = fields.integer("version", highestNumber);
  if (version !== 2 && version !== 3) return fields.fail("version", "2 or 3", "version");
  const technology = version === 3 && fields.oneOf("id", ["SGX", "TDX"]) === "TDX" ? "tdx" : "sgx";
  // Other types compare components by rules of their own; Intel has defined none.
  if (fields.integer("tcbType", highestNumber) !== 0) return fields.fail("tcbType", "0");
  const tdx = technology === "tdx";
  return {
    ...readValidity(fields),
    version,
    technology,
    fmspc: toHex(fields.hex("fmspc", 6)),
    pceId: toHex(fields.hex("pceId", 2)),
    tcbLevels: readLevels(fields, (tcb) => (version === 2 ? readTcb2(tcb) : readTcb3(tcb, tdx))),
    tdxModule: tdx ? readModuleSigner(fields.object("tdxModule")) : undefined,
    tdxModuleIdentities: tdx && fields.has("tdxModuleIdentities") ? readModules(fields) : [],
  };
}

/** Reads the inner object of an enclave's identity (Intel PCS API v3 and v4, "Get QE Identity"). @throws MalformedError */
export function readEnclaveIdentity(fields: JsonFields): EnclaveIdentity {
  const version = fields.integer("version", highestNumber);
  if (version !== 2) return fields.fail("version", "2", "version");
  return {
    ...readValidity(fields),
    id: fields.oneOf("id", ["QE", "TD_QE", "QVE"]),
    version,
    miscSelect: fields.hex("miscselect", 4),
    miscSelectMask: fields.hex("miscselectMask", 4),
    attributes: fields.hex("attributes", 16),
    attributesMask: fields.hex("attributesMask", 16),
    mrSigner: fields.hex("mrsigner", 32),
    isvProdId: fields.integer("isvprodid", 0xffff),
    tcbLevels: readLevels(fields, readIsvSvn),
  };
}

function readValidity(fields: JsonFields): Validity {
  return {
    issueDate: fields.date("issueDate"),
    nextUpdate: fields.date("nextUpdate"),
    tcbEvaluationDataNumber: fields.integer("tcbEvaluationDataNumber", highestNumber),
  };
}

function readLevels<Tcb>(fields: JsonFields, read: (tcb: JsonFields) => Tcb): readonly TcbLevel<Tcb>[] {
  return fields.objects("tcbLevels", levelLimit).map((level) => ({
    tcb: read(level.object("tcb")),
    tcbStatus: level.oneOf("tcbStatus", documentStatuses),
    tcbDate: level.date("tcbDate"),
    advisoryIds: level.has("advisoryIDs") ? level.texts("advisoryIDs", 256) : [],
  }));
}

function readTcb2(tcb: JsonFields): PlatformTcb {
  const numbers = Array.from({ length: 16 }, (_, index) => `${index + 1}`.padStart(2, "0"));
  const sgxComponents = numbers.map((number) => tcb.integer(`sgxtcbcomp${number}svn`, highestSvn));
  return { sgxComponents, pceSvn: tcb.integer("pcesvn", 0xffff), tdxComponents: undefined };
}

function readTcb3(tcb: JsonFields, tdx: boolean): PlatformTcb {
  return {
    sgxComponents: readComponents(tcb, "sgxtcbcomponents"),
    pceSvn: tcb.integer("pcesvn", 0xffff),
    tdxComponents: tdx ? readComponents(tcb, "tdxtcbcomponents") : undefined,
  };
}

function readComponents(tcb: JsonFields, name: string): readonly number[] {
  const components = tcb.objects(name, 16).map((component) => component.integer("svn", highestSvn));
  return components.length === 16 ? components : tcb.fail(name, "16 components");
}

function readIsvSvn(tcb: JsonFields): { readonly isvSvn: number } {
  return { isvSvn: tcb.integer("isvsvn", 0xffff) };
}

function readModuleSigner(fields: JsonFields): TdxModuleSigner {
  return {
    mrSigner: fields.hex("mrsigner", 48),
    attributes: fields.hex("attributes", 8),
    attributesMask: fields.hex("attributesMask", 8),
  };
}

function readModules(fields: JsonFields): readonly TdxModuleIdentity[] {
  return fields.objects("tdxModuleIdentities", 64).map((module) => ({
    ...readModuleSigner(module),
    id: module.text("id"),
    tcbLevels: readLevels(module, readIsvSvn),
  }));
}
