"""Other collaboration servers, under the same load in the same run.

They are no part of the product: `bench/peers/install FOLDER` fetches them, `CANVAS_BENCH_PEERS=FOLDER` names them.
"""
