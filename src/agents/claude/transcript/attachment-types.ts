/**
 * Attachments that are context for the model, or bookkeeping: never shown. From the bundle of 2.1.330, and what earlier
 * versions wrote; FORMAT.md, "Attachments".
 */
export const QUIET_ATTACHMENTS: ReadonlySet<string> = new Set(
  `
  account_memory_recall advisor_stripped advisor_tool agent_ask_notice agent_listing_delta agent_mention
  already_read_file artifact_opening_prefetch async_hook_response_batch at_mention_reference attention_budget
  bash_output_audience_note batching_reminder batching_reminder_sent budget_usd claude_app_notice command_permissions
  compact_file_reference compaction_reminder context_efficiency context_sections coordinator_context
  cowork_memory_context credential_org critical_system_reminder current_session_memory date date_change
  deferred_tools_delta deferred_tools_record delegate_mode diagnostics dir_sync_notice dynamic_skill edited_image_file
  edited_text_file elapsed_time_reminder environment first_week fork_briefing goals hook_additional_context
  hook_deferred_tool hook_success inlined_image_paths instruction_files_not_loaded instructions invoked_skills language
  linked_plugin_tools_note mcp_dropped_tools_delta mcp_instructions_delta memory_update message_pdf_reads model
  model_without_system_messages nested_memory new_diagnostics opened_file_in_ide output_limit_note output_style
  output_style_instructions output_token_usage peer_mention plan_file_reference plugin_note poll_events prefix_delta
  proactivity project_doc_reads projects_thread_ask prompt_as_file prompt_render_point prompt_snapshot
  read_truncation_notice relevant_memories remote_session_change repl_mcp_needs_auth repl_mcp_servers
  sandbox_instructions secondary_reminder secondary_reminder_sent selected_lines_in_diff session_context
  session_cron_carry silent_turn_reminder skill_listing skill_mention structured_output team_context
  teammate_shutdown_batch thinking_drop thinking_stripped thread_state todo token_usage tool_host_result_lines
  tool_hosts_correction tool_hosts_notice tool_offer_record tool_results_cut tool_search_usage_reminder
  total_tokens_reminder ultra_effort_enter ultra_effort_exit ultramemory ultrathink_effort unknown_command_fallback
  verify_plan_reminder whole_texts_withdrawn widget_context_hint withheld_memory workflow_keyword_request
  workflow_size_guideline_change
  `
    .trim()
    .split(/\s+/),
);
