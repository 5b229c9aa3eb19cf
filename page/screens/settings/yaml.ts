/** The lines of `espera.yaml` that give a skill a setting, by its key such as `limits.pending`; "" leaves the key out. */
export function yamlOf(
  skill: { readonly id: number; readonly name: string },
  key: string,
  value: string,
): string {
  const path = key.split(".");
  const lines = path.map((step, depth) => {
    const isLast = depth === path.length - 1;
    const text = isLast ? (value.trim() === "" ? `# ${step}:` : `${step}: ${value.trim()}`) : `${step}:`;
    return `${"  ".repeat(depth + 4)}${text}`;
  });
  return ["    skills:", `      - id: ${skill.id}`, ...lines].join("\n");
}
