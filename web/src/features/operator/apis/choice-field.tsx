import { useId, type ReactNode } from 'react';
import styles from './choice-field.module.css';

type Props<Value extends string> = {
  label: string;
  value: Value;
  /** Each with what follows from it. */
  options: { value: Value; label: string; hint: string }[];
  onChange: (value: Value) => void;
};

/** A choice among a few things whose consequences are worth a sentence each. */
export function ChoiceField<Value extends string>({
  label,
  value,
  options,
  onChange,
}: Props<Value>): ReactNode {
  const id = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {options.map((option) => {
        const hintId = `${id}-${option.value}`;
        return (
          <div key={option.value} className={styles.option}>
            <label>
              <input
                type="radio"
                name={id}
                checked={option.value === value}
                aria-describedby={hintId}
                onChange={() => onChange(option.value)}
              />
              {option.label}
            </label>
            <p id={hintId}>{option.hint}</p>
          </div>
        );
      })}
    </fieldset>
  );
}
