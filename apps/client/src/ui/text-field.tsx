import { type Ref, useId, useState } from "react";
import { TextInput, type TextInputProps, View } from "react-native";
import { Text } from "./text";
import { makeStyles, useTheme } from "./theme";
import { TARGET } from "./tokens";

export interface TextFieldProps extends TextInputProps {
  label: string;
  /** The label is read, not shown: where the place says it, as in a search. */
  hideLabel?: boolean;
  hint?: string;
  /** Why what was typed is not taken. */
  error?: string;
  mono?: boolean;
  ref?: Ref<TextInput>;
}

export function TextField({ label, hideLabel, hint, error, mono, style, onFocus, onBlur, ...rest }: TextFieldProps) {
  const styles = useStyles();
  const { color, font } = useTheme();
  const [focused, setFocused] = useState(false);
  const id = useId();
  return (
    <View style={styles.field}>
      {hideLabel ? null : (
        <Text variant="label" nativeID={`${id}label`}>
          {label}
        </Text>
      )}
      <TextInput
        aria-label={label}
        aria-invalid={error !== undefined}
        {...(error === undefined && hint === undefined ? {} : { "aria-describedby": `${id}note` })}
        placeholderTextColor={color.faint}
        selectionColor={color.accent}
        {...rest}
        onFocus={(event) => {
          setFocused(true);
          onFocus?.(event);
        }}
        onBlur={(event) => {
          setFocused(false);
          onBlur?.(event);
        }}
        style={[
          styles.input,
          { fontFamily: mono ? font.mono : font.sans },
          focused ? styles.focused : null,
          error === undefined ? null : styles.wrong,
          style,
        ]}
      />
      {error === undefined && hint === undefined ? null : (
        <Text
          nativeID={`${id}note`}
          variant="caption"
          tone={error === undefined ? "muted" : "danger"}
          {...(error === undefined ? {} : { role: "alert" })}
        >
          {error ?? hint}
        </Text>
      )}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  field: { gap: t.space.xs + 2 },
  input: {
    minHeight: TARGET,
    paddingHorizontal: t.space.md,
    paddingVertical: t.space.sm,
    // 16 px: a phone's browser zooms in on anything smaller.
    fontSize: 16,
    lineHeight: 22,
    color: t.color.text,
    backgroundColor: t.color.surface,
    borderWidth: 1,
    borderColor: t.color.edge,
    borderRadius: t.radius.md,
  },
  focused: { borderColor: t.color.focus, outlineColor: t.color.focus },
  wrong: { borderColor: t.color.danger },
}));
