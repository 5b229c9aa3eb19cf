import type { ComponentProps } from "preact";
import { skills } from "../store/live.ts";

/** A choice of one skill, or of none, which reads as `none`. */
export function SkillChoice({
  label,
  none,
  ...rest
}: { readonly label: string; readonly none: string } & ComponentProps<"select">) {
  return (
    <label>
      {label}{" "}
      <select {...rest}>
        <option value="">{none}</option>
        {(skills.value ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
