#!/usr/bin/env python3
"""A server that speaks S3, moto's, with an empty bucket; its first line of output says where. Signatures are not verified."""

import json
import threading
import urllib.request

from moto.server import ThreadedMotoServer

BUCKET = "selfheal-tests"


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    request = urllib.request.Request(f"{endpoint}/{BUCKET}", method="PUT")
    request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request")
    urllib.request.urlopen(request, timeout=20).close()
    print(json.dumps({"s3": endpoint, "bucket": BUCKET}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
