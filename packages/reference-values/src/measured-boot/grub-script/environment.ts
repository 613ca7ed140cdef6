type Variable = { readonly value: string; readonly exported: boolean };

/** GRUB's variables. A menu of its own (`configfile`) starts with the exported ones only. */
export class Environment {
  readonly #variables: Map<string, Variable>;

  constructor(variables: ReadonlyMap<string, Variable> = new Map()) {
    this.#variables = new Map(variables);
  }

  /** What every GRUB 2.12 for EFI starts its configuration with. */
  static initial(root: string, prefix: string, configFile: string): Environment {
    const environment = new Environment();
    const features = [
      "chainloader_bpb",
      "ntldr",
      "platform_search_hint",
      "default_font_path",
      "all_video_module",
      "menuentry_id",
      "menuentry_options",
      "200_final",
      "nativedisk_cmd",
      "timeout_style",
    ];
    const values = {
      root,
      prefix,
      cmdpath: `(${root})/EFI/BOOT`,
      grub_cpu: "x86_64",
      grub_platform: "efi",
      ...Object.fromEntries(features.map((feature) => [`feature_${feature}`, "y"])),
    };
    for (const [name, value] of Object.entries(values)) {
      environment.set(name, value);
      environment.export(name);
    }
    environment.setConfigFile(configFile);
    return environment;
  }

  get(name: string): string {
    return this.#variables.get(name)?.value ?? "";
  }

  /** Where GRUB stands, for paths without a device: writing `root` takes the brackets off. */
  set(name: string, value: string): void {
    const known = name === "root" ? value.replace(/^\((.*)\)$/, "$1") : value;
    this.#variables.set(name, { value: known, exported: this.#variables.get(name)?.exported ?? false });
  }

  unset(name: string): void {
    this.#variables.delete(name);
  }

  export(name: string): void {
    this.#variables.set(name, { value: this.get(name), exported: true });
  }

  setConfigFile(path: string): void {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    for (const [name, value] of [
      ["config_file", path],
      ["config_directory", directory],
    ] as const) {
      this.set(name, value);
      this.export(name);
    }
  }

  /** The variables of a new menu. */
  inherited(): Environment {
    return new Environment(new Map([...this.#variables].filter(([, { exported }]) => exported)));
  }
}
