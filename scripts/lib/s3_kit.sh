# shellcheck shell=bash
# Artifacts in a bucket, against a server that really speaks S3: moto's, from PyPI.

# The vault itself, and two nodes that share a suite's parts and a job's artifacts by it.
artifacts_at_s3() {
    local python
    python=$(python_with s3-stand-in "moto[server]>=5.1,<6") || return 1
    # shellcheck disable=SC2154 # setup.sh sets it
    "$python" "$repository/scripts/lib/against_stand_in.py" SELFHEAL_S3_STAND_IN "$repository/scripts/lib/s3_stand_in.py" \
        -- swift test --skip-build --filter 'S3StandInTests|ShardTests.sharesParts'
}
