import { expect, test } from "bun:test";
import { isAllowedEndpoint } from "./push-services";

const services = ["fcm.googleapis.com", "*.push.apple.com"];

test("a device may have it sent to the push services of the configuration, by HTTPS", () => {
  for (const endpoint of ["https://fcm.googleapis.com/fcm/send/x", "https://web.push.apple.com/x"])
    expect([endpoint, isAllowedEndpoint(endpoint, services)]).toEqual([endpoint, true]);
  for (const endpoint of [
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://user@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@10.0.0.1/x",
    "https://127.0.0.1/x",
    "http://127.0.0.1/x",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
  ])
    expect([endpoint, isAllowedEndpoint(endpoint, services)]).toEqual([endpoint, false]);
  expect(isAllowedEndpoint("http://10.0.0.1/x", ["10.0.0.1"])).toBeFalse();
  expect(isAllowedEndpoint("http://127.0.0.1:9/x", ["127.0.0.1"])).toBeTrue();
});
