#!/bin/sh
# Makes the certificates of this folder: an authority (authority.pem), and key stores of services whose certificates it
# signed: one for localhost, one for another host, one that has expired. The password of each store is "password".
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj "/CN=Test authority" \
  -keyout "$work/authority.key" -out authority.pem 2>/dev/null

# service NAME SUBJECT_ALTERNATIVE_NAME NOT_BEFORE NOT_AFTER
service() {
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
  printf 'subjectAltName=%s\n' "$2" > "$work/$1.ext"
  touch "$work/index.txt"; echo "$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')" > "$work/serial"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index.txt\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n' \
    "$work" "$work" "$work" > "$work/ca.conf"
  openssl ca -batch -config "$work/ca.conf" -cert authority.pem -keyfile "$work/authority.key" -in "$work/$1.csr" \
    -extfile "$work/$1.ext" -startdate "$3" -enddate "$4" -notext -out "$work/$1.pem" 2>/dev/null
  openssl pkcs12 -export -in "$work/$1.pem" -inkey "$work/$1.key" -passout pass:password -out "$1.p12"
}

service localhost "DNS:localhost,IP:127.0.0.1" 20260101000000Z 21260101000000Z
service otherhost "DNS:other.example" 20260101000000Z 21260101000000Z
service expired "DNS:localhost,IP:127.0.0.1" 20200101000000Z 20210101000000Z
rm -r "$work"
