"""A ministry office's site on CodeIgniter with broken markup."""
