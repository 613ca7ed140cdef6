import { computeBinding, sealSecret, type BindingFields, type SealedSecret } from "@sekisho/release";

/** Compute a guest's binding, and seal a secret to the guest. */
export type SealTask = {
  readonly kind: "seal";
  readonly fields: BindingFields;
  readonly secret: Uint8Array;
};

/** The sealed secret differs each time, so only the binding can be compared. */
export type Sealed = { readonly binding: Uint8Array; readonly sealed: SealedSecret };

export async function seal({ fields, secret }: SealTask): Promise<Sealed> {
  const binding = await computeBinding(fields);
  return { binding, sealed: await sealSecret({ guestKey: fields.guestKey, binding, secret }) };
}
