import type { SystemStatus } from "@pushpals/protocol";
import { ago, count, type StateWords, span } from "@pushpals/sdk";
import ExternalLink from "lucide-react-native/icons/external-link";
import GitMerge from "lucide-react-native/icons/git-merge";
import { useState } from "react";
import { Linking, View } from "react-native";
import { useRead } from "../../lib/query";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { Row } from "../../ui/row";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Facts } from "../work/facts";
import { StateBadge } from "../work/state-badge";
import { MergeSheet } from "./merge-sheet";

type Landing = NonNullable<SystemStatus["landing"]>;

const STATES: Record<Landing["state"], StateWords> = {
  starting: { text: "starting", tone: "quiet" },
  idle: { text: "ready", tone: "good" },
  landing: { text: "landing", tone: "busy" },
  paused: { text: "paused", tone: "attention" },
  stopped: { text: "stopped", tone: "bad" },
};

/** How changes get onto the integration branch, and from there to the base branch. */
export function LandingCard({ status }: { status: SystemStatus }) {
  const { landing, ts } = status;
  if (landing === null)
    return (
      <Card title="Landing">
        <EmptyState icon={GitMerge} title="Nobody lands changes yet" detail="SourceControlManager has not reported." />
      </Card>
    );
  return (
    <Card
      title="Landing"
      action={<StateBadge state={landing.online ? STATES[landing.state] : { text: "offline", tone: "bad" }} />}
    >
      {landing.reason === null ? null : (
        <Trouble message={landing.reason.message} next={landing.next} since={ago(landing.reason.since, ts)} />
      )}
      <InHand landing={landing} now={ts} />
      <Facts
        facts={[
          { name: "Lands on", value: landing.branch, mono: true },
          {
            name: "Checks",
            value: landing.gated ? "configured: only what passes lands" : "none: landings are ungated",
          },
          { name: "Landed", value: `${landing.figures.landed} since ${ago(landing.figures.since, ts)}` },
          ...(landing.figures.rejected > 0 ? [{ name: "Turned back", value: String(landing.figures.rejected) }] : []),
          ...(landing.figures.landingMs.p50 === null || landing.figures.landingMs.p95 === null
            ? []
            : [
                {
                  name: "To the proof",
                  value: `${span(landing.figures.landingMs.p50)} / ${span(landing.figures.landingMs.p95)}`,
                },
              ]),
        ]}
      />
      <Onward landing={landing} />
    </Card>
  );
}

function Trouble({ message, next, since }: { message: string; next: string | null; since: string }) {
  const styles = useStyles();
  return (
    <View style={styles.trouble} role="alert">
      <Text variant="label">{message}</Text>
      {next === null ? null : <Text variant="caption">{next}</Text>}
      <Text variant="micro" tone="muted">
        {since}
      </Text>
    </View>
  );
}

function InHand({ landing, now }: { landing: Landing; now: number }) {
  const styles = useStyles();
  if (landing.inHand.length === 0) return null;
  return (
    <View style={styles.inHand}>
      {landing.inHand.map((item, index) => (
        <Row
          key={item.completionId}
          title={`Completion ${item.completionId.slice(-8)}`}
          detail={`${item.step} for ${span(Math.max(0, now - item.since))}`}
          last={index === landing.inHand.length - 1}
        />
      ))}
    </View>
  );
}

/** The way on to the base branch: the pull request, and a fast-forward that a person asks for. */
function Onward({ landing }: { landing: Landing }) {
  const styles = useStyles();
  const [asking, setAsking] = useState(false);
  const place = useRead(["landing"], (client, signal) => client.system.landing({}, { signal }));
  const { pullRequest } = landing;
  const head = place.data?.landing?.headSha ?? null;
  const ahead = place.data?.landing?.ahead ?? null;
  return (
    <View style={styles.onward}>
      {pullRequest === null || pullRequest.state === "off" ? null : (
        <>
          <Text variant="caption" tone="muted">
            {`Pull request: ${pullRequest.message ?? pullRequest.state}`}
          </Text>
          {pullRequest.next === null ? null : <Text variant="caption">{pullRequest.next}</Text>}
        </>
      )}
      <Text variant="caption" tone="muted">
        {ahead === null
          ? `What lands waits on ${landing.branch} until it gets to ${landing.baseBranch}.`
          : ahead === 0
            ? `${landing.baseBranch} has everything that is on ${landing.branch}.`
            : `${count(ahead, "change")} on ${landing.branch} that ${landing.baseBranch} lacks.`}
      </Text>
      <View style={styles.actions}>
        {pullRequest?.url ? (
          <Button
            title={pullRequest.state === "open" ? "Open the pull request" : "Compare the branches"}
            icon={ExternalLink}
            size="sm"
            onPress={() => void Linking.openURL(pullRequest.url ?? "")}
          />
        ) : null}
        {head !== null && ahead !== 0 ? (
          <Button title={`Merge to ${landing.baseBranch}`} icon={GitMerge} size="sm" onPress={() => setAsking(true)} />
        ) : null}
      </View>
      {head === null ? null : (
        <MergeSheet
          open={asking}
          onClose={() => setAsking(false)}
          headSha={head}
          ahead={ahead}
          baseBranch={landing.baseBranch}
        />
      )}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  trouble: { gap: t.space.xs, padding: t.space.md, borderRadius: t.radius.md, backgroundColor: t.color.warningSoft },
  inHand: { borderWidth: 1, borderColor: t.color.line, borderRadius: t.radius.md, overflow: "hidden" },
  onward: { gap: t.space.sm },
  actions: { flexDirection: "row", flexWrap: "wrap", gap: t.space.sm },
}));
