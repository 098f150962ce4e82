import { marked, type Token, type Tokens } from "marked";
import { memo, useMemo } from "react";
import { Linking, ScrollView, View } from "react-native";
import { Code } from "./code";
import { Text, type TextProps } from "./text";
import { makeStyles } from "./theme";

export interface MarkdownProps {
  text: string;
  /** Called for links; without it they open outside. */
  onLink?: (href: string) => void;
}

/**
 * Markdown as native text. HTML in it is shown as text, never carried out; images are shown as their description, so
 * that nothing is fetched from elsewhere; only http(s) and mailto links lead anywhere.
 */
export function Markdown({ text, onLink }: MarkdownProps) {
  const styles = useStyles();
  const blocks = useMemo(() => marked.lexer(text).filter((token) => token.type !== "space"), [text]);
  return (
    <View style={styles.blocks}>
      {blocks.map((token, place) => (
        <Block key={`${String(place)} ${token.type}`} raw={token.raw} token={token} onLink={onLink} />
      ))}
    </View>
  );
}

interface BlockProps {
  token: Token;
  /** The same letters are the same block: a text that grows draws only its last block anew. */
  raw: string;
  onLink: ((href: string) => void) | undefined;
}

const Block = memo(
  function Block({ token, onLink }: BlockProps) {
    const styles = useStyles();
    switch (token.type) {
      case "heading":
        return (
          <Text variant="heading" role="heading" aria-level={Math.min(6, (token as Tokens.Heading).depth + 1)}>
            <Inline tokens={token.tokens} onLink={onLink} />
          </Text>
        );
      case "code":
        return (
          <Code code={token.text} {...(token.lang ? { language: String(token.lang).split(/\s/)[0] ?? "" } : {})} />
        );
      case "list":
        return <List list={token as Tokens.List} onLink={onLink} />;
      case "blockquote":
        return (
          <View style={styles.quote}>
            {(token.tokens ?? []).map((child, place) => (
              <Block key={`${String(place)} ${child.type}`} token={child} raw={child.raw} onLink={onLink} />
            ))}
          </View>
        );
      case "hr":
        return <View style={styles.rule} />;
      case "table":
        return <Table table={token as Tokens.Table} onLink={onLink} />;
      default:
        return (
          <Text selectable>
            <Inline tokens={"tokens" in token && token.tokens ? token.tokens : [token]} onLink={onLink} />
          </Text>
        );
    }
  },
  (before, after) =>
    before.raw === after.raw && before.onLink === after.onLink && before.token.type === after.token.type,
);

function List({ list, onLink }: { list: Tokens.List; onLink: BlockProps["onLink"] }) {
  const styles = useStyles();
  return (
    <View role="list" style={styles.list}>
      {list.items.map((item, place) => (
        <View role="listitem" key={`${String(place)} ${item.raw.length}`} style={styles.item}>
          <Text tone="muted" style={styles.marker}>
            {item.task ? (item.checked ? "☑" : "☐") : list.ordered ? `${Number(list.start || 1) + place}.` : "•"}
          </Text>
          <View style={styles.itemBody}>
            {item.tokens.map((child, at) => (
              <Block key={`${String(at)} ${child.type}`} token={child} raw={child.raw} onLink={onLink} />
            ))}
          </View>
        </View>
      ))}
    </View>
  );
}

function Table({ table, onLink }: { table: Tokens.Table; onLink: BlockProps["onLink"] }) {
  const styles = useStyles();
  return (
    <ScrollView horizontal style={styles.table} contentContainerStyle={styles.tableInner}>
      <View role="table" style={styles.tableInner}>
        {[table.header, ...table.rows].map((cells, row) => (
          <View role="row" key={`row ${String(row)}`} style={styles.tableRow}>
            {cells.map((cell, column) => (
              <View role={row === 0 ? "columnheader" : "cell"} key={`cell ${String(column)}`} style={styles.cell}>
                <Text variant="caption" weight={row === 0 ? "600" : "400"} selectable>
                  <Inline tokens={cell.tokens} onLink={onLink} />
                </Text>
              </View>
            ))}
          </View>
        ))}
      </View>
    </ScrollView>
  );
}

const STRONG: Partial<TextProps> = { weight: "600" };

function Inline({ tokens, onLink }: { tokens: Token[] | undefined; onLink: BlockProps["onLink"] }) {
  const styles = useStyles();
  return (tokens ?? []).map((token, place) => {
    const key = `${String(place)} ${token.type}`;
    const inner = innerOf(token, onLink);
    switch (token.type) {
      case "strong":
        return (
          <Text key={key} {...STRONG}>
            {inner}
          </Text>
        );
      case "em":
        return (
          <Text key={key} style={styles.em}>
            {inner}
          </Text>
        );
      case "del":
        return (
          <Text key={key} style={styles.del}>
            {inner}
          </Text>
        );
      case "codespan":
        return (
          <Text key={key} variant="code" style={styles.codespan}>
            {token.text}
          </Text>
        );
      case "br":
        return "\n";
      case "link":
        return <Anchor key={key} href={token.href} text={token.text} onLink={onLink} />;
      case "image":
        return `[${token.text || token.href}]`;
      default:
        return inner ? <Text key={key}>{inner}</Text> : plain(token);
    }
  });
}

const innerOf = (token: Token, onLink: BlockProps["onLink"]) =>
  "tokens" in token && token.tokens ? <Inline tokens={token.tokens} onLink={onLink} /> : null;

function Anchor({ href, text, onLink }: { href: string; text: string; onLink: BlockProps["onLink"] }) {
  const styles = useStyles();
  if (!/^(https?:|mailto:)/i.test(href) && !onLink) return text;
  return (
    <Text role="link" tone="accent" style={styles.link} onPress={() => (onLink ? onLink(href) : Linking.openURL(href))}>
      {text}
    </Text>
  );
}

/** Entities are written out by the lexer's `text`; `raw` is what stood there. */
const plain = (token: Token): string => ("text" in token ? entitiesOut(String(token.text)) : token.raw);
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const entitiesOut = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => ENTITIES[name] ?? all);

const useStyles = makeStyles((t) => ({
  blocks: { gap: t.space.md },
  list: { gap: t.space.xs },
  item: { flexDirection: "row", gap: t.space.sm },
  itemBody: { flex: 1, gap: t.space.xs, minWidth: 0 },
  marker: { minWidth: 18, textAlign: "right" },
  quote: { borderLeftWidth: 3, borderLeftColor: t.color.edge, paddingLeft: t.space.md, gap: t.space.sm },
  rule: { height: 1, backgroundColor: t.color.line },
  table: { flexGrow: 0, borderWidth: 1, borderColor: t.color.line, borderRadius: t.radius.sm },
  tableInner: { minWidth: "100%" },
  tableRow: { flexDirection: "row", borderBottomWidth: 1, borderBottomColor: t.color.line },
  cell: { flex: 1, padding: t.space.sm, minWidth: 108 },
  em: { fontStyle: "italic" },
  del: { textDecorationLine: "line-through" },
  codespan: { backgroundColor: t.color.sunken, borderRadius: 4, paddingHorizontal: 4 },
  link: { textDecorationLine: "underline" },
}));
