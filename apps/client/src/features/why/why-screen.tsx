import { useLocalSearchParams, useRouter } from "expo-router";
import Search from "lucide-react-native/icons/search";
import Waypoints from "lucide-react-native/icons/waypoints";
import { useState } from "react";
import { View } from "react-native";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { Unread } from "../work/unread";
import { PathSuggestions } from "./path-suggestions";
import { WhyChain } from "./why-chain";

/** Why a line is there: from the file back to the message, plan, proof, approval and landing that made it. */
export function WhyScreen() {
  const asked = useLocalSearchParams<{ path?: string; line?: string }>();
  const line = Number(asked.line ?? "");
  const path = asked.path ?? "";
  const complete = path !== "" && Number.isInteger(line) && line > 0;
  const why = useRead(["why", path, line], (client, signal) => client.localbuddy.why({ path, line }, { signal }), {
    enabled: complete,
  });
  return (
    <Screen title="Why is this line here?" backTo={routes.missionControl}>
      <Question key={`${path}:${asked.line ?? ""}`} path={path} line={asked.line ?? ""} />
      {!complete ? (
        <EmptyState
          icon={Waypoints}
          title="From a line to its reason"
          detail="Name a file and a line as they are on the integration branch: you get the commit, who asked for it, the plan, the proofs, who approved it, and how it landed."
        />
      ) : why.data ? (
        <WhyChain why={why.data} />
      ) : (
        <Unread read={why} problem="The line cannot be explained" label="Looking for the reason" rows={6} />
      )}
    </Screen>
  );
}

/** `src/price.ts:12` in the field of the file is a file and a line. */
const WITH_LINE = /^(.+):(\d+)$/;

function Question({ path: pathBefore, line: lineBefore }: { path: string; line: string }) {
  const styles = useStyles();
  const router = useRouter();
  const [path, setPath] = useState(pathBefore);
  const [line, setLine] = useState(lineBefore);
  const both = WITH_LINE.exec(path.trim());
  const wanted = { path: both?.[1] ?? path.trim(), line: both?.[2] ?? line.trim() };
  const ready = wanted.path !== "" && /^[1-9]\d*$/.test(wanted.line);
  const ask = () => {
    if (ready) router.setParams(wanted);
  };
  return (
    <View style={styles.form} role="group" aria-label="Which line">
      <View style={styles.path}>
        <TextField
          label="File"
          placeholder="src/price.ts"
          value={path}
          onChangeText={setPath}
          onSubmitEditing={ask}
          autoCapitalize="none"
          autoCorrect={false}
          mono
        />
      </View>
      <View style={styles.line}>
        <TextField
          label="Line"
          placeholder="12"
          value={both?.[2] ?? line}
          onChangeText={setLine}
          onSubmitEditing={ask}
          inputMode="numeric"
          mono
        />
      </View>
      <Button
        title="Ask"
        icon={Search}
        kind="primary"
        disabled={!ready}
        label="Ask why this line is here"
        onPress={ask}
      />
      {path.trim() === pathBefore ? null : <PathSuggestions typed={wanted.path} onChoose={setPath} />}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  form: { flexDirection: "row", flexWrap: "wrap", alignItems: "flex-end", gap: t.space.md },
  path: { flexGrow: 1, flexBasis: 200, minWidth: 0 },
  line: { width: 84 },
}));
