"""Prints the signatures that AwsSignatureTest expects, as botocore makes them (1.43.11)."""

import datetime

import botocore.auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2015, 8, 30, 12, 36, 0)
KEY = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

botocore.auth.get_current_datetime = lambda: NOW


def sign(url, body, region, token=None):
    headers = {"content-type": "application/json"}
    request = AWSRequest(method="POST", url=url, headers=headers, data=body.encode())
    SigV4Auth(Credentials(*KEY, token), "bedrock", region).add_auth(request)
    print(request.headers["Authorization"])


sign(
    "https://bedrock-runtime.eu-west-1.amazonaws.com"
    "/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse",
    '{"messages":[{"role":"user","content":[{"text":"grüß"}]}]}',
    "eu-west-1",
)
sign("http://127.0.0.1:8081/model/m/converse-stream", "{}", "us-east-1", "session/token+1==")
