#!/usr/bin/env python3
"""Checks an export of a Popcorn site's honor ledger with nothing of Popcorn's: python3 verify_honor.py export.json

The export is `popcorn honor export FILE`, or a member's own from /my/honor/ledger.json. Each entry's hash is computed anew from its fields and
the entry before, each chain is held against the signed checkpoint (a Merkle tree as in RFC 6962), and the first row that is not right is
named. The signature is checked where the package `cryptography` is installed. A second argument, the site's /honor/checkpoint.json as you
kept it, is compared with the checkpoint in the export.
"""
import hashlib, json, sys

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def bad(where, what): sys.exit(f"BAD {where}: {what}")
def node(left, right): return sha(b"\x01", left, right)

def text(member, e):
    fields = [e["id"], member, e["seq"], e["points"], e["cause"], e["event"], e["by"], e["corrects"], e["at"]]
    if e["day"] is not None: fields += [e["day"], e["version"], e["reason_hash"]]
    lines = ["popcorn honor " + ("1" if e["day"] is None else "2")] + ["-" if f is None else str(f) for f in fields]
    return ("\n".join(lines) + "\n").encode()

def chain(c):
    """The heads after each entry; stops at the first that is not right."""
    heads, total, points = [bytes(32)], 0, {}
    for n, e in enumerate(c["entries"], 1):
        where = f"member {c['member']} entry {n}"
        if e["seq"] != n: bad(where, "it is missing")
        heads.append(sha(heads[-1], text(c["member"], e)))
        if e["hash"] != heads[-1].hex(): bad(where, "its hash does not follow from its fields and the entry before")
        if e["day"] is not None and e["reason"] is not None:
            if e["reason_hash"] != sha(f"{e['id']}\n{e['reason']}".encode()).hex(): bad(where, "its reason was changed")
        total += e["points"]
        if e["total"] != total: bad(where, f"its total should be {total}")
        if e["corrects"] is not None and points.get(e["corrects"]) != -e["points"]: bad(where, "it takes back what was not given")
        points[e["id"]] = e["points"]
    return heads

def root(leaves):
    if len(leaves) == 1: return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))

def climb(leaf, at, size, path):
    last = size - 1
    for other in path:
        if at % 2 or at == last:
            leaf = node(other, leaf)
            while at % 2 == 0 and at: at, last = at // 2, last // 2
        else: leaf = node(leaf, other)
        at, last = at // 2, last // 2
    return leaf if last == 0 else b""

def signed(c):
    words = "popcorn checkpoint 1\n{site}\n{number}\n{size}\n{root}\n{before}\n{taken_at}\n".format(**c).encode()
    try: from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError: return "not checked (install the package cryptography)"
    try: Ed25519PublicKey.from_public_bytes(bytes.fromhex(c["public"])).verify(bytes.fromhex(c["signature"]), words)
    except Exception: bad(f"checkpoint {c['number']}", "the signature does not fit")
    return "good"

def main():
    export, kept = (json.load(open(name)) for name in (sys.argv[1:] + sys.argv[1:2])[:2])
    point, leaves = export["checkpoint"], {}
    for c in export["chains"]:
        heads, leaf = chain(c), c["leaf"]
        if point is None or leaf is None: continue
        where = f"member {c['member']} entry {leaf['entries']}"
        if leaf["entries"] >= len(heads): bad(where, f"it is missing, though checkpoint {point['number']} has it")
        data = f"popcorn head 1\n{c['member']}\n{leaf['entries']}\n{heads[leaf['entries']].hex()}\n".encode()
        leaves[leaf["index"]] = sha(b"\x00", data)
        if leaves[leaf["index"]].hex() != leaf["hash"]: bad(where, f"the chain is not the one under checkpoint {point['number']}")
        if leaf["path"] is not None:
            got = climb(leaves[leaf["index"]], leaf["index"], point["size"], map(bytes.fromhex, leaf["path"]))
            if got.hex() != point["root"]: bad(where, f"it does not lead to the root of checkpoint {point['number']}")
    said = "no checkpoint yet"
    if point is not None:
        whole = all(c["leaf"] is None or c["leaf"]["path"] is None for c in export["chains"])
        if whole and sorted(leaves) != list(range(point["size"])): bad(f"checkpoint {point['number']}", f"{point['size']} chains, {len(leaves)} here")
        if whole and root([leaves[n] for n in sorted(leaves)]).hex() != point["root"]: bad(f"checkpoint {point['number']}", "another root")
        if kept.get("checkpoint") != point: bad(f"checkpoint {point['number']}", "it is not the one you kept")
        said = f"checkpoint {point['number']}: the root fits, signature {signed(point)}"
    print(f"GOOD {sum(len(c['entries']) for c in export['chains'])} entries in {len(export['chains'])} chains; {said}")

main()
