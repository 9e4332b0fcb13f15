import { describe, expect, test } from "vitest";
import { isPrivateHost } from "../../../src/runtime/settings/origin.js";

const hostOf = (host: string): string => new URL(`https://${host}/`).hostname;

describe("a private host", () => {
  test.each([
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "printer.local.",
    "minio.",
    "printer.local",
    "metadata.google.internal",
    "nas.home.arpa",
    "minio",
    "0.0.0.0",
    "10.0.0.1",
    "127.0.0.1",
    "127.1",
    "0x7f.0.0.1",
    "2130706433",
    "100.64.0.1",
    "100.70.0.1",
    "100.99.255.255",
    "100.110.0.1",
    "100.127.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.20.0.1",
    "172.29.255.255",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]",
    "[fc00::1]",
    "[fdff::1]",
    "[fe80::1]",
    "[ff02::1]",
    "[2002:a00:1::]",
    "[2001::1]",
    "[2001:0:a00:1::]",
  ])("%s", (host) => {
    expect(isPrivateHost(hostOf(host))).toBe(true);
  });
});

describe("a public host", () => {
  test.each([
    "storage.example",
    "localhost.example",
    "10.example",
    "127.0.0.1.example",
    "internal.example",
    "mylocal.example",
    "s3.local.example",
    "s3.internal.example.",
    "9.255.255.255",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "191.168.0.1",
    "192.0.1.1",
    "192.167.0.1",
    "198.17.0.1",
    "198.20.0.1",
    "223.255.255.255",
    "[2606:4700::1111]",
    "[2001:4860:4860::8888]",
    "[3fff::1]",
    "[2606:2002::1]",
    "[2606:2001::1]",
  ])("%s", (host) => {
    expect(isPrivateHost(hostOf(host))).toBe(false);
  });
});
