import "./lib/no-eval";
import "expo-router/entry";
