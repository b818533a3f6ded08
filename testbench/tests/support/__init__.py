"""What several tests share: running simulations, driving streams, judging XGMII."""
