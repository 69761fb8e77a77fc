"""The self-check (环境自检): whether this computer can run perfxl inside Excel, and the one thing to do next."""
