"""Checks badges with a verifier that this project did not write (openbadgeslib, see requirements.txt), without any network.

    python check_badges.py CASES.json

CASES is a list of {"file", "issuer", "served", "what"}: a credential as JSON, or baked into .png or .svg; the issuer's DID;
files by the address under which the verifier may look them up. "what" is "badge" (signature, issuer, dates, and whether it was
revoked) or "proof" (the signature inside the document alone). Paths are relative to CASES. Prints one JSON line for each case:
{"valid": true, "said": the subject} or {"valid": false, "said": why}.
"""
import json
import pathlib
import socket
import sys

from openbadgeslib import baking
from openbadgeslib.ob3 import OB3VerificationError
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof


def no_network(*_args, **_kwargs):
    raise OSError("the network is cut")


socket.socket = no_network
socket.create_connection = no_network
socket.getaddrinfo = no_network


def read(path: pathlib.Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".png":
        text = baking.extract_png(data, keyword=b"openbadgecredential")
    elif path.suffix == ".svg":
        text = baking.extract_svg(data, element="openbadges:credential", text_fallback=True)
    else:
        return data
    if text is None:
        raise OB3VerificationError("no credential in the picture")
    return text.encode()


def check(case: dict, folder: pathlib.Path) -> str:
    def download(url, *_args, **_kwargs):
        if url not in case["served"]:
            raise OSError(f"not served: {url}")
        return (folder / case["served"][url]).read_bytes()

    document = read(folder / case["file"])
    if case["what"] == "proof":
        document = json.loads(document)
        key = resolve_verification_method(document["proof"]["verificationMethod"], download=download)
        verify_data_integrity_proof(document, key)
        return document["id"]
    verifier = OB3LdpVerifier.for_issuer_did(case["issuer"])
    return verifier.verify(document, check_status=True, download=download).recipient_id


def main() -> None:
    cases = pathlib.Path(sys.argv[1])
    for case in json.loads(cases.read_text()):
        try:
            verdict = {"valid": True, "said": check(case, cases.parent)}
        except (OB3VerificationError, ValueError) as error:
            verdict = {"valid": False, "said": str(error)}
        print(json.dumps(verdict))


if __name__ == "__main__":
    main()
