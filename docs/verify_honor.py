#!/usr/bin/env python3
"""python3 verify_honor.py EXPORT [KEPT]: checks an honor ledger (`popcorn honor export`, or one's own from /my/honor/ledger.json) with nothing
of Popcorn's: chains of hashes, the Merkle tree (RFC 6962) of the signed checkpoint; with a /honor/checkpoint.json KEPT from any day, that the
past is still the one it had. Names the first row that is not right. Signatures are checked where the package `cryptography` is installed."""
import hashlib, json, sys

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def node(left, right): return sha(b"\x01", left, right)
def need(right, where, what): return right or sys.exit(f"BAD {where}: {what}")

def chain(member, entries):
    """The leaf after each entry; stops at the first entry that is not right."""
    head, total, points, leaves, dated = bytes(32), 0, {}, [None], False
    for n, e in enumerate(entries, 1):
        where, dated = f"member {member} entry {n}", dated or e["day"] is not None
        fields = [e["id"], member, e["seq"], e["points"], e["cause"], e["event"], e["by"], e["corrects"], e["at"]]
        fields = ["popcorn honor 2", *fields, e["day"], e["version"], e["reason_hash"]] if dated else ["popcorn honor 1", *fields]
        need(e["seq"] == n, where, "it is missing")
        head = sha(head, "".join("-\n" if f is None else f"{f}\n" for f in fields).encode())
        need(e["hash"] == head.hex(), where, "its hash does not follow from its fields and the entry before")
        words = sha(f"{e['id']}\n{e['reason']}".encode()).hex() if dated and e["reason"] is not None else e["reason_hash"]
        need(e["reason_hash"] == words, where, "its reason was changed")
        total, points[e["id"]] = total + e["points"], e["points"]
        need(e["total"] == total, where, f"its total should be {total}")
        need(e["corrects"] is None or points.get(e["corrects"]) == -e["points"], where, "it takes back what was not given")
        leaves.append(sha(b"\x00", f"popcorn head 1\n{member}\n{n}\n{head.hex()}\n".encode()))
    return leaves

def root(leaves):
    half = 1 << (len(leaves) - 1).bit_length() - 1 if len(leaves) > 1 else 0
    return node(root(leaves[:half]), root(leaves[half:])) if half else leaves[0] if leaves else b""

def climb(leaf, at, last, path):
    for other in map(bytes.fromhex, path):
        left = at % 2 or at == last
        while left and at % 2 == 0 and at: at, last = at // 2, last // 2
        leaf, at, last = node(other, leaf) if left else node(leaf, other), at // 2, last // 2
    return leaf if last == 0 else b""

def signed(c):
    words = "popcorn checkpoint 1\n{site}\n{number}\n{size}\n{root}\n{before}\n{taken_at}\n".format(**c).encode()
    try: from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as Key
    except ImportError: return "signature not checked (install the package cryptography)"
    try: return Key.from_public_bytes(bytes.fromhex(c["public"])).verify(bytes.fromhex(c["signature"]), words) or "signed by the key " + c["public"]
    except Exception: need(False, f"checkpoint {c['number']}", "the signature does not fit")

def main(export, kept=None):
    point, found, said = export["checkpoint"], {}, ["no checkpoint yet"]
    chains = {c["member"]: chain(c["member"], c["entries"]) for c in export["chains"]}
    need(len(chains) == len(export["chains"]), "export", "a member is in it twice")
    under = [(c["member"], c["leaf"]) for c in export["chains"] if point and c["leaf"]]
    whole = len(chains) > 1 or any(leaf["path"] is None for _, leaf in under)
    for member, leaf in under:
        where, n, at = f"member {member} entry {leaf['entries']}", leaf["entries"], f"checkpoint {point['number']}"
        need(n < len(chains[member]), where, f"it is missing, though {at} has it")
        need(chains[member][n].hex() == leaf["hash"], where, f"the chain is not the one under {at}")
        need(found.setdefault(leaf["index"], leaf["hash"]) is leaf["hash"], where, "two chains have one place")
        got = climb(chains[member][n], leaf["index"], point["size"] - 1, leaf["path"] or []).hex()
        need(whole or got == point["root"], where, f"it does not lead to the root of {at}")
    if point:
        at, leaves = f"checkpoint {point['number']}", [bytes.fromhex(found[n]) for n in sorted(found)]
        need(not whole or sorted(found) == list(range(point["size"])), at, f"{point['size']} chains, {len(found)} here")
        need(not whole or root(leaves).hex() == point["root"], at, "another root")
        said = [f"{sum(leaf['entries'] for _, leaf in under)} of them under {at}", signed(point)]
    if kept:
        then, at = kept["checkpoint"], f"the kept checkpoint {kept['checkpoint']['number']}"
        need(root([bytes.fromhex(leaf) for leaf in kept["leaves"]]).hex() == then["root"], at, "another root")
        need(point and point["number"] >= then["number"], "export", f"{at} is newer")
        need(point == then or point["number"] > then["number"], at, "it is not the one in the export")
        here, had = {leaf.hex(): m for m, all in chains.items() for leaf in all[1:]}, set(kept["leaves"])
        need(not whole or had <= here.keys(), at, "a chain of it is not here: it was written anew, or taken out")
        # What was written within the minute before may not have been seen.
        old = {c["member"] for c in export["chains"] if c["entries"] and c["entries"][0]["at"] < then["taken_at"] - 60_000}
        for m in sorted(old - {here[leaf] for leaf in had & here.keys()}): need(False, f"member {m} entry 1", f"{at} has another past")
        said += [f"the past fits {at}", signed(then)]
    print(f"GOOD {sum(len(c) - 1 for c in chains.values())} entries in {len(chains)} chains; {'; '.join(said)}")

main(*(json.load(open(name)) for name in sys.argv[1:3]))
