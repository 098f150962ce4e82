const { getDefaultConfig } = require("expo/metro-config");
const { resolve } = require("node:path");
const { forwardCalls } = require("./dev-server");

/**
 * What the web build leaves out, by the end of a module's path: parts of libraries that a library's index pulls in and
 * that this client never calls on the web. A third of the first load; the browser tests would not get past the start
 * if one of them were needed.
 */
const LEFT_OUT_ON_WEB = [
  // The web has a shell of its own around one <Slot>: no stack, no tabs, no previews, no site map.
  /\/expo-router\/build\/layouts\/(Tabs|Stack|experimental-stack\/index)(\.web)?\.js$/,
  /\/expo-router\/build\/link\/preview\/HrefPreview\.js$/,
  /\/expo-router\/build\/views\/(Sitemap|ErrorBoundary|Toast)\.js$/,
  /\/expo-router\/build\/color\/index\.js$/,
  // Schemas are not turned into JSON Schema here, nor made of it.
  /\/zod\/v4\/classic\/from-json-schema\.js$/,
  /\/zod\/v4\/core\/json-schema-processors\.js$/,
  // Schemas as generated code: the page's policy forbids it.
  /\/zod\/v4\/core\/compile\.js$/,
];

/** And what it takes a slim one of instead. */
const INSTEAD_ON_WEB = [
  [/\/expo-router\/build\/(head\/index|layouts\/StackClient|screensFeatureFlags)\.js$/, "src/web/expo-router.js"],
  [/\/react-native-web\/dist\/index\.js$/, "src/web/react-native.js"],
  [/\/react-native-svg\/(lib\/(module|commonjs)|src)\/index\.(js|ts)$/, "src/web/react-native-svg.js"],
];

const ZOD_LOCALES = /\/zod\/v4\/locales\/index\.js$/;

const config = getDefaultConfig(__dirname);
config.resolver.resolveRequest = (context, name, platform) => {
  const found = context.resolveRequest(context, name, platform);
  // In development Expo Router checks and explains more, with parts that the product has no use for.
  const isProduct = process.env.NODE_ENV === "production";
  if (!isProduct || platform !== "web" || found.type !== "sourceFile") return found;
  if (LEFT_OUT_ON_WEB.some((path) => path.test(found.filePath))) return { type: "empty" };
  // Sentences in fifty languages, of which English is used.
  if (ZOD_LOCALES.test(found.filePath))
    return { type: "sourceFile", filePath: found.filePath.replace(/index\.js$/, "en.js") };
  const slim = INSTEAD_ON_WEB.find(([path]) => path.test(found.filePath));
  return slim ? { type: "sourceFile", filePath: resolve(__dirname, slim[1]) } : found;
};

// In development the page comes from Metro; its calls go on to the server, so that for the browser they are one.
config.server.enhanceMiddleware = (metro) => forwardCalls(metro, process.env.EXPO_PUBLIC_PUSHPALS_URL);

module.exports = config;
