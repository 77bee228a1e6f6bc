"""Pages: one folder per room (urls, views, forms, tables), the design system (templates, components, static), and what
all pages share: sign-in, refusals in words, one-time form keys, the content-security policy.
"""
